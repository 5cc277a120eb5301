package org.wardkey.conformance.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The tool's side of the module wrapper's protocol, written from its description, around a child process. */
final class AcvpTool implements Closeable {
    private final Process process;
    private final OutputStream requests;
    private final DataInputStream replies;
    private final CompletableFuture<String> messages;

    AcvpTool(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        requests = process.getOutputStream();
        replies = new DataInputStream(process.getInputStream());
        InputStream err = process.getErrorStream();
        messages = new CompletableFuture<>();
        Thread reader = new Thread(() -> messages.complete(text(err)), "messages of the module wrapper");
        reader.setDaemon(true);
        reader.start();
    }

    private static String text(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(no messages: " + e + ")";
        }
    }

    static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }

    static byte[] request(String command, byte[]... arguments) throws IOException {
        List<byte[]> strings = new ArrayList<>(List.of(command.getBytes(StandardCharsets.UTF_8)));
        strings.addAll(Arrays.asList(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number(strings.size()));
        for (byte[] string : strings) {
            out.write(number(string.length));
        }
        for (byte[] string : strings) {
            out.write(string);
        }
        return out.toByteArray();
    }

    /** Writes bytes as they are, without waiting for a reply. */
    void send(byte[] bytes) throws IOException {
        requests.write(bytes);
        requests.flush();
    }

    List<byte[]> reply() throws IOException {
        int[] lengths = new int[Integer.reverseBytes(replies.readInt())];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Integer.reverseBytes(replies.readInt());
        }
        List<byte[]> strings = new ArrayList<>();
        for (int length : lengths) {
            byte[] string = new byte[length];
            replies.readFully(string);
            strings.add(string);
        }
        return strings;
    }

    List<byte[]> ask(String command, byte[]... arguments) throws IOException {
        send(request(command, arguments));
        try {
            return reply();
        } catch (EOFException e) {
            throw new AssertionError("no reply to " + command + ": " + messages.join(), e);
        }
    }

    /** How the process ended, with what it wrote beside the protocol. */
    record Ended(int code, byte[] leftOver, String messages) {}

    Ended end() throws IOException, InterruptedException {
        requests.close();
        byte[] leftOver = replies.readAllBytes();
        return new Ended(process.waitFor(), leftOver, messages.join());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
