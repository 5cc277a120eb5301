package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.sdk.cli.MigrateOptions.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey migrate apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Changes settings files as plan shows it. Each is kept as FILE" + MigrateApplyCommand.BACKUP
                    + ", which must not be there yet, with its owner and mode.",
            "Bring the keys in before the program starts again."
        })
final class MigrateApplyCommand implements Callable<Integer> {
    static final String BACKUP = ".before-wardkey";

    @Mixin
    private final MigrateOptions options = new MigrateOptions();

    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    MigrateApplyCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Found> found = options.find();
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty()) {
            out.println(options.nothing());
            out.flush();
            return ExitCodes.FINDINGS;
        }
        List<Found> changed =
                found.stream().filter(one -> one.migration().changes()).toList();
        // Every file is looked at before the first one is changed.
        changed.forEach(one -> NewFile.require(backup(real(one.file()))));
        for (Found one : changed) {
            write(real(one.file()), one.migration().after());
        }
        MigrationText.print(out, found);
        for (Found one : changed) {
            out.println("Changed " + Printable.text(one.file().toString()) + "; as it was: "
                    + Printable.text(backup(real(one.file())).toString()) + ".");
        }
        out.flush();
        return ExitCodes.OK;
    }

    private static Path backup(Path file) {
        return file.resolveSibling(file.getFileName() + BACKUP);
    }

    /** A symbolic link stays one. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static void write(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".wardkey-new");
        try {
            Files.copy(file, backup(file), StandardCopyOption.COPY_ATTRIBUTES);
            Files.copy(file, fresh, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel =
                    FileChannel.open(fresh, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    int written = channel.write(bytes);
                    assert written > 0;
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static CommandFailedException failed(Path file, IOException e) {
        return new CommandFailedException(
                CommandFailedException.Code.FILE,
                "Tried to change " + file + ", which is as it was: " + e.getMessage() + " ("
                        + e.getClass().getSimpleName() + ").",
                e);
    }

    boolean verbose() {
        return verbose;
    }
}
