/// A closed outline in a picture: each point is joined with the next, and the last with the first.
///
/// Where it crosses itself, what it goes round an even number of times is outside.
package struct Polygon: Hashable, Sendable {
    package let points: [PixelPoint]

    package init(_ points: [PixelPoint]) { self.points = points }

    /// The four sides of a picture.
    package init(_ size: PixelSize) {
        let (width, height) = (Double(size.width), Double(size.height))
        self.init([
            PixelPoint(x: 0, y: 0), PixelPoint(x: width, y: 0), PixelPoint(x: width, y: height),
            PixelPoint(x: 0, y: height),
        ])
    }

    /// Square pixels, of an outline that does not cross itself.
    package var area: Double {
        var doubled = 0.0
        for (first, second) in edges { doubled += first.x * second.y - second.x * first.y }
        return abs(doubled) / 2
    }

    /// Whether a point is within; what lies on the outline may be either.
    package func contains(_ point: PixelPoint) -> Bool {
        var isInside = false
        for (first, second) in edges where (first.y > point.y) != (second.y > point.y) {
            let share = (point.y - first.y) / (second.y - first.y)
            if point.x < first.x + share * (second.x - first.x) { isInside.toggle() }
        }
        return isInside
    }

    /// Two edges that cross, touch or lie on each other, by the number of their first point; `nil` if none do.
    ///
    /// Neighbours share a point and may do no more.
    package var crossing: (first: Int, second: Int)? {
        let edges = edges
        for second in edges.indices {
            for first in edges.indices.prefix(second) {
                let isNext = second == first + 1
                if isNext || (first == 0 && second == edges.count - 1) {
                    let (before, after) =
                        isNext ? (edges[first], edges[second]) : (edges[second], edges[first])
                    if Self.foldsBack(before.0, before.1, after.1) { return (first, second) }
                } else if Self.meet(edges[first], edges[second]) {
                    return (first, second)
                }
            }
        }
        return nil
    }

    /// The part of this area that lies in all of `inside` and in none of `outside`, 0...1; exact but for rounding.
    ///
    /// 0 if this has no area.
    package func share(inside: [Polygon], outside: [Polygon]) -> Double {
        let whole = Self.area(inside: [self], outside: [])
        guard whole > 0 else { return 0 }
        return min(1, Self.area(inside: [self] + inside, outside: outside) / whole)
    }

    /// The area that all of `inside` and none of `outside` cover, in square pixels.
    ///
    /// Lines through all corners and crossings cut the plane into strips in which no two edges cross. There the area
    /// between one edge and the next is a trapezium that belongs to the result as a whole or not at all. The time grows
    /// with the third power of the number of edges, of which there are few.
    package static func area(inside: [Polygon], outside: [Polygon]) -> Double {
        let polygons = inside + outside
        let edges = polygons.enumerated().flatMap { owner, polygon in
            polygon.edges.filter { $0.0.y != $0.1.y }.map { Side($0.0, $0.1, owner: owner) }
        }
        var cuts = edges.flatMap { [$0.top.y, $0.bottom.y] }
        for (number, first) in edges.enumerated() {
            for second in edges[..<number] { cuts += first.crossing(second).map { [$0] } ?? [] }
        }
        cuts.sort()
        var area = 0.0
        for (top, bottom) in zip(cuts, cuts.dropFirst()) where bottom > top {
            let middle = (top + bottom) / 2
            let sides = edges.filter { $0.top.y <= top && $0.bottom.y >= bottom }
                .map { (x: $0.x(at: middle), owner: $0.owner) }.sorted { $0.x < $1.x }
            var isIn = [Bool](repeating: false, count: polygons.count)
            var begin: Double?
            for side in sides {
                isIn[side.owner].toggle()
                let counts =
                    isIn[..<inside.count].allSatisfy(\.self) && !isIn[inside.count...].contains(true)
                if let start = begin, !counts {
                    area += (side.x - start) * (bottom - top)
                    begin = nil
                } else if begin == nil, counts {
                    begin = side.x
                }
            }
        }
        return area
    }

    private var edges: [(PixelPoint, PixelPoint)] {
        points.indices.map { (points[$0], points[($0 + 1) % points.count]) }
    }

    /// An edge from its upper to its lower end.
    private struct Side {
        let top: PixelPoint
        let bottom: PixelPoint
        let owner: Int

        init(_ first: PixelPoint, _ second: PixelPoint, owner: Int) {
            (top, bottom) = first.y < second.y ? (first, second) : (second, first)
            self.owner = owner
        }

        func x(at y: Double) -> Double {
            top.x + (y - top.y) / (bottom.y - top.y) * (bottom.x - top.x)
        }

        /// The height at which two edges cross; `nil` if they do not.
        func crossing(_ other: Side) -> Double? {
            let (from, to) = (max(top.y, other.top.y), min(bottom.y, other.bottom.y))
            guard from < to else { return nil }
            let (before, after) = (x(at: from) - other.x(at: from), x(at: to) - other.x(at: to))
            guard before * after < 0 else { return nil }
            return from + (to - from) * before / (before - after)
        }
    }

    /// Twice the area of the triangle, positive if the points go round as the hands of a clock do.
    private static func turn(_ first: PixelPoint, _ second: PixelPoint, _ third: PixelPoint) -> Double {
        (second.x - first.x) * (third.y - first.y) - (second.y - first.y) * (third.x - first.x)
    }

    private static func foldsBack(_ first: PixelPoint, _ middle: PixelPoint, _ last: PixelPoint) -> Bool {
        let along =
            (first.x - middle.x) * (last.x - middle.x) + (first.y - middle.y) * (last.y - middle.y)
        return turn(first, middle, last) == 0 && (along > 0 || first == middle || middle == last)
    }

    private static func meet(
        _ left: (PixelPoint, PixelPoint), _ right: (PixelPoint, PixelPoint)
    ) -> Bool {
        let turns = [
            turn(left.0, left.1, right.0), turn(left.0, left.1, right.1), turn(right.0, right.1, left.0),
            turn(right.0, right.1, left.1),
        ]
        func spans(_ edge: (PixelPoint, PixelPoint), _ point: PixelPoint) -> Bool {
            (min(edge.0.x, edge.1.x)...max(edge.0.x, edge.1.x)).contains(point.x)
                && (min(edge.0.y, edge.1.y)...max(edge.0.y, edge.1.y)).contains(point.y)
        }
        if turns[0] == 0, spans(left, right.0) { return true }
        if turns[1] == 0, spans(left, right.1) { return true }
        if turns[2] == 0, spans(right, left.0) { return true }
        if turns[3] == 0, spans(right, left.1) { return true }
        return (turns[0] > 0) != (turns[1] > 0) && (turns[2] > 0) != (turns[3] > 0) && !turns.contains(0)
    }
}
