import Appliance
import TestSupport
import Testing

struct SecretsTests {
    @Test("values of keys that tell of secrets are struck out, wherever they stand; names of files stay")
    func settings() {
        let yaml = """
            store: s
            mqtt: {host: h, username: anna, password_file: /etc/p}
            other:
              - api_token: abc   # token abc
                Password: "x y"
                nested: {client_secret: {deep: z}}
            """
        let struck = Secrets(values: []).strike(fromSettings: yaml)
        for secret in ["anna", "abc", "x y", "deep"] { #expect(!struck.contains(secret)) }
        for plain in ["store: s", "host: h", "/etc/p"] { #expect(struck.contains(plain)) }
    }

    @Test("a known value is struck out of any text, the longer one first")
    func values() {
        let secrets = Secrets(values: ["abc", "abcdef", ""])
        #expect(
            secrets.strike(from: "password abcdef, again abc!")
                == "password \(Secrets.struckOut), again \(Secrets.struckOut)!")
    }

    @Test("what is no YAML is left out whole", arguments: ["password: [x", "a: b: c: {", "\u{1}\u{2}"])
    func noYAML(text: String) {
        #expect(!Secrets(values: []).strike(fromSettings: text).contains("x"))
    }

    @Test("no text makes it fail, and none lets a known value through")
    func fuzz() {
        var random = SeededGenerator(seed: 11)
        let parts = [
            "password", ":", " ", "\n", "{", "}", "[", "-", "k3y", "&a", "*a", "\"", "'", "#", "!!x", "\t",
        ]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0..<20, using: &random)).map { _ in
                parts[Int.random(in: 0..<parts.count, using: &random)]
            }.joined()
            #expect(!Secrets(values: ["k3y"]).strike(fromSettings: text).contains("k3y"))
        }
    }
}
