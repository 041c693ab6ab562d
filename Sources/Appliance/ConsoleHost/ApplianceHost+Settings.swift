internal import Console
internal import Foundation
internal import Retail
