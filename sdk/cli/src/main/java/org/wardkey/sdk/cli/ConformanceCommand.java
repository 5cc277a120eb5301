package org.wardkey.sdk.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.conformance.cli.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code wardkey conformance}: the program of {@code wardkey-conformance-VERSION.jar}, with Wardkey's provider beside it. */
@Command(
        name = "conformance",
        description = {
            "Runs published test vectors against a Java security provider, and answers a laboratory's prompts.",
            "Its own commands: wardkey conformance --help. Wardkey is --provider org.wardkey.provider.WardkeyProvider."
        })
final class ConformanceCommand implements Callable<Integer> {
    /** All of it, options too: the other program reads its command line itself. */
    @Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        return run(words);
    }

    static int run(List<String> words) {
        // Results may be large files on standard output: they do not go through a writer of lines.
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int code = Main.run(words.toArray(new String[0]), out, System.err);
        out.flush();
        return code;
    }
}
