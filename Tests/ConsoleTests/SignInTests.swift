import ConsoleSupport
import Foundation
import Testing

struct SignInTests {
    @Test("a thousand wrong passwords let nobody in, and the right one works after a minute at most")
    func guessing() async throws {
        try await ServedConsole.run { console in
            _ = try await console.admin()
            var counts: [Int: Int] = [:]
            for number in 0..<1000 {
                var visit = console.stranger
                let answer = try await visit.signIn(name: "admin", password: "guess number \(number)")
                counts[answer.status, default: 0] += 1
                if answer.status == 429 {
                    let wait = try #require(answer["Retry-After"].flatMap { Int($0) })
                    #expect((1...60).contains(wait))
                }
            }
            #expect(Set(counts.keys) == [401, 429])
            // The clock stands still: only what is free before one has to wait was compared at all.
            #expect(counts[401] ?? 0 <= 6)
            var visit = console.stranger
            #expect(try await visit.signIn(name: "admin", password: ServedConsole.password).status == 429)
            console.clock.advance(by: 60)
            #expect(try await visit.signIn(name: "admin", password: ServedConsole.password).status == 200)
        }
    }

    @Test("guessing at one account from one address does not keep another address out")
    func otherAddress() async throws {
        try await ServedConsole.run { console in
            _ = try await console.admin()
            var guesser = console.stranger
            guesser.machine = 66
            for _ in 0..<100 { _ = try await guesser.signIn(name: "admin", password: "a wrong guess") }
            // Also after the guesser has waited again and again.
            for _ in 0..<20 {
                console.clock.advance(by: 61)
                _ = try await guesser.signIn(name: "admin", password: "a wrong guess")
            }
            let refused = try await guesser.signIn(name: "admin", password: ServedConsole.password)
            #expect(refused.status == 429)
            var owner = console.stranger
            owner.machine = 7
            #expect(try await owner.signIn(name: "admin", password: ServedConsole.password).status == 200)
        }
    }

    @Test("passwords are hashed as dearly as in service, and still recognized")
    func realCost() async throws {
        try await ServedConsole.run(.init(passwordCost: nil)) { console in
            _ = try await console.admin()
            let accounts = try String(contentsOfFile: "\(console.folder)/accounts.json", encoding: .utf8)
            #expect(accounts.contains("\"cost\" : 32768"))
            var visit = console.stranger
            #expect(try await visit.signIn(name: "admin", password: "is not the one").status == 401)
            #expect(try await visit.signIn(name: "admin", password: ServedConsole.password).status == 200)
        }
    }

    @Test("the name of nobody is refused like a wrong password")
    func unknownName() async throws {
        try await ServedConsole.run { console in
            _ = try await console.admin()
            var visit = console.stranger
            let unknown = try await visit.signIn(name: "nobody", password: ServedConsole.password)
            let wrong = try await visit.signIn(name: "admin", password: "not the password")
            #expect(unknown.status == 401)
            #expect(unknown.body == wrong.body)
        }
    }
}
