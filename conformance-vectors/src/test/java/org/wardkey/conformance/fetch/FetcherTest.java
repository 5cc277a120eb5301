package org.wardkey.conformance.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a web server on loopback that does what servers do wrong. */
@Timeout(60)
class FetcherTest {
    private static final byte[] CONTENT = "published vectors".repeat(5000).getBytes(UTF_8);

    @TempDir
    private Path folder;

    private HttpServer server;
    private ExecutorService threads;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> messages = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        String kind = path.substring(path.lastIndexOf('/') + 1);
        try (exchange) {
            switch (kind) {
                case "good" -> send(exchange, CONTENT);
                case "wrong" ->
                    send(exchange, new String(CONTENT, UTF_8).replace('v', 'V').getBytes(UTF_8));
                case "short" -> send(exchange, "short".getBytes(UTF_8));
                case "long" -> send(exchange, new byte[CONTENT.length + 1]);
                case "moved" -> {
                    exchange.getResponseHeaders().set("Location", "/elsewhere/good");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "truncated" -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    exchange.getResponseBody().write(CONTENT, 0, 100);
                    exchange.getResponseBody().flush();
                }
                case "slow" -> slow(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private void slow(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, CONTENT.length);
        OutputStream body = exchange.getResponseBody();
        body.write(CONTENT, 0, 10);
        body.flush();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private PinnedList list(String... names) throws Exception {
        StringBuilder text = new StringBuilder("# own\nbase own " + address() + "files/\n");
        for (String name : names) {
            text.append("file own sub/" + name + " " + sha256(CONTENT) + " " + CONTENT.length + "\n");
        }
        return PinnedList.of(Files.writeString(folder.resolve("list.txt"), text));
    }

    private Fetcher.Result fetch(PinnedList list, FileSource source) throws IOException {
        return Fetcher.fetch(list, source, folder.resolve("cache"), messages::add);
    }

    private WebSource web(PinnedList list) {
        return new WebSource(list, Optional.empty(), Duration.ofSeconds(20));
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.resolve("cache").relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void fetch_goodAndMoved_comeAndAreNotAskedForAgain() throws Exception {
        PinnedList list = list("good", "moved");
        assertThat(fetch(list, web(list))).isEqualTo(new Fetcher.Result(0, 2, 0, 0));
        assertThat(cached()).containsExactly("own/sub/good", "own/sub/moved");
        assertThat(folder.resolve("cache/own/sub/moved")).hasBinaryContent(CONTENT);
        int before = requests.get();
        assertThat(fetch(list, web(list))).isEqualTo(new Fetcher.Result(2, 0, 0, 0));
        assertThat(requests.get()).isEqualTo(before);
        assertThat(messages).isEmpty();
    }

    @Test
    void fetch_fileThatWasChangedInTheCache_comesAgain() throws Exception {
        PinnedList list = list("good", "moved");
        fetch(list, web(list));
        byte[] changed = CONTENT.clone();
        changed[9] ^= 1;
        Files.write(folder.resolve("cache/own/sub/good"), changed);
        assertThat(fetch(list, web(list))).isEqualTo(new Fetcher.Result(1, 1, 0, 0));
        assertThat(folder.resolve("cache/own/sub/good")).hasBinaryContent(CONTENT);
    }

    @Test
    void fetch_wrongFiles_leaveNothingAndSayWhatCame() throws Exception {
        PinnedList list = list("wrong", "short", "long", "good");
        assertThat(fetch(list, web(list))).isEqualTo(new Fetcher.Result(0, 1, 0, 3));
        assertThat(cached()).containsExactly("own/sub/good");
        assertThat(messages)
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line).contains("--mirror", address().toString()));
        assertThat(messages.get(0)).startsWith("wrong: own/sub/wrong: expected SHA-256 " + sha256(CONTENT) + ", came ");
        assertThat(messages.get(1)).contains("expected 85000 bytes, came 5,");
        assertThat(messages.get(2)).contains("expected 85000 bytes, came more,");
    }

    @Test
    void fetch_missingAndTruncated_leaveNothingAndSaySo() throws Exception {
        PinnedList list = list("absent", "truncated", "good");
        assertThat(fetch(list, web(list))).isEqualTo(new Fetcher.Result(0, 1, 2, 0));
        assertThat(cached()).containsExactly("own/sub/good");
        assertThat(messages.get(0)).contains("missing: own/sub/absent").contains("HTTP status 404");
        assertThat(messages.get(1)).contains("missing: own/sub/truncated");
    }

    @Test
    void fetch_slowFile_isGivenUp() throws Exception {
        PinnedList list = list("slow", "good");
        WebSource impatient = new WebSource(list, Optional.empty(), Duration.ofSeconds(1));
        assertThat(fetch(list, impatient)).isEqualTo(new Fetcher.Result(0, 1, 1, 0));
        assertThat(messages).singleElement().asString().contains("missing: own/sub/slow");
        assertThat(cached()).containsExactly("own/sub/good");
    }

    @Test
    void fetch_mirror_hasTheFormOfACache() throws Exception {
        PinnedList list = list("good");
        URI mirror = URI.create(address() + "mirror");
        WebSource source = new WebSource(list, Optional.of(mirror), Duration.ofSeconds(20));
        assertThat(source.where(list.files().get(0))).isEqualTo(mirror + "/own/sub/good");
        assertThat(fetch(list, source).complete()).isTrue();
    }

    @Test
    void fetch_serverThatIsNotThere_isTriedOnce() throws Exception {
        PinnedList list = list("good", "moved", "wrong");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        WebSource source =
                new WebSource(list, Optional.of(URI.create("http://127.0.0.1:" + port + "/")), Duration.ofSeconds(5));
        assertThat(fetch(list, source)).isEqualTo(new Fetcher.Result(0, 0, 3, 0));
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).contains("no connection to 127.0.0.1").contains("-Dhttps.proxyHost");
        assertThat(messages.get(1)).isEqualTo("missing: 2 more files of own, not tried for the same reason");
    }

    @Test
    void fetch_offlineFolder_takesPlainAndGzip() throws Exception {
        PinnedList list = list("good", "moved", "absent");
        Path offline = Files.createDirectories(folder.resolve("offline/own/sub"));
        Files.write(offline.resolve("good"), CONTENT);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(offline.resolve("moved.gz")))) {
            out.write(CONTENT);
        }
        assertThat(fetch(list, new FolderSource(folder.resolve("offline")))).isEqualTo(new Fetcher.Result(0, 2, 1, 0));
        assertThat(folder.resolve("cache/own/sub/moved")).hasBinaryContent(CONTENT);
        assertThat(messages)
                .singleElement()
                .asString()
                .contains("missing: own/sub/absent")
                .contains("--offline");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file own a 00 1",
                "base own ftp://example.org/",
                "base own http://example.org",
                "base OWN http://example.org/",
                "files a",
                "base own http://h/\nfile own ../a " + ZEROS + " 1",
                "base own http://h/\nfile own /a " + ZEROS + " 1",
                "base own http://h/\nfile own a/.b " + ZEROS + " 1",
                "base own http://h/\nfile own a " + ZEROS + " -1",
                "base own http://h/\nfile own a 12 1",
                "base own http://h/\nfile other a " + ZEROS + " 1"
            })
    void list_malformed_isRefusedWithTheLine(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.txt"), text + "\n");
        assertThatThrownBy(() -> PinnedList.of(file))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("(?s).*bad\\.txt:[12]: .*");
    }

    private static final String ZEROS = "0000000000000000000000000000000000000000000000000000000000000000";

    @Test
    void builtIn_listsTheTwoSources() throws Exception {
        PinnedList list = PinnedList.builtIn();
        assertThat(list.bases()).containsOnlyKeys("acvp", "wycheproof");
        assertThat(list.files()).hasSizeGreaterThan(480).doesNotHaveDuplicates();
    }

    /** The vectors of this machine, if it has any, are what the list says. */
    @Test
    void builtIn_vectorsOfThisMachine_areTheListed() throws Exception {
        Optional<Path> vectors = Optional.ofNullable(System.getProperty("wardkey.vectors"))
                .map(Path::of)
                .filter(Files::isDirectory);
        if (vectors.isEmpty()) {
            return;
        }
        PinnedList list = PinnedList.builtIn();
        Fetcher.Result result = fetch(list, new FolderSource(vectors.get()));
        assertThat(messages).isEmpty();
        assertThat(result.fetched()).isEqualTo(list.files().size());
    }
}
