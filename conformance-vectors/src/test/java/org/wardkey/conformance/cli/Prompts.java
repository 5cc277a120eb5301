package org.wardkey.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small ACVP set as files. */
final class Prompts {
    static final String SHA = """
            {"vsId": 1, "algorithm": "SHA2-256", "revision": "1.0", "testGroups": [{"tgId": 1, "testType": "AFT",
             "tests": [{"tcId": 1, "len": 24, "msg": "616263"}, {"tcId": 2, "len": 5, "msg": "68"},
              {"tcId": 3, "len": 6, "msg": "68"}]}]}
            """;
    static final String ANSWERS = """
            {"vsId": 1, "algorithm": "SHA2-256", "testGroups": [{"tgId": 1, "tests": [
             {"tcId": 1, "md": "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"},
             {"tcId": 2, "md": "00"}, {"tcId": 3, "md": "00"}]}]}
            """;

    /** RFC 4231 §4.2. */
    static final String HMAC = """
            {"algorithm": "HMACSHA256", "numberOfTests": 1, "testGroups": [{"type": "MacTest", "keySize": 160,
             "tagSize": 256, "tests": [{"tcId": 1, "comment": "RFC 4231 4.2", "flags": [], "result": "valid",
             "key": "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "msg": "4869205468657265",
             "tag": "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"}]}]}
            """;

    private Prompts() {}

    /** A copy of a cache with one file, and the list that it is in. */
    static void stick(Path folder) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("usb-stick/own")).resolve("abc.txt"), "abc");
        Files.writeString(folder.resolve("list.txt"), """
                base own https://example.org/vectors/
                file own abc.txt ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3
                """);
    }

    static Path set(Path folder) throws IOException {
        Files.writeString(folder.resolve("expectedResults.json"), ANSWERS);
        return Files.writeString(folder.resolve("prompt.json"), SHA);
    }
}
