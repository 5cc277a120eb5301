package org.wardkey.conformance.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The web: each source at its own address, or all at one mirror that has the form of a cache. Proxies are those of the
 * JVM ({@code -Dhttps.proxyHost}, {@code -Djava.net.useSystemProxies}); redirections are followed, though not from
 * https to http.
 */
public final class WebSource implements FileSource {
    private final PinnedList list;
    private final Optional<URI> mirror;
    private final Duration patience;
    private final HttpClient client;

    /**
     * Prepares downloads.
     *
     * @param list the addresses
     * @param mirror one address instead of them, if any
     * @param patience how long one file may take
     */
    public WebSource(PinnedList list, Optional<URI> mirror, Duration patience) {
        this.list = list;
        this.mirror = mirror;
        this.patience = patience;
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience)
                .build();
    }

    @Override
    public InputStream open(PinnedFile file) throws IOException {
        URI address = address(file);
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(patience).GET().build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            InputStream body = response.body();
            if (response.statusCode() != 200) {
                body.close();
                throw new IOException("HTTP status " + response.statusCode() + " where 200 is expected");
            }
            // The client's own time limit ends with the headers. Closing a body makes its reader fail.
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> close(body));
            return body;
        } catch (ConnectException | HttpConnectTimeoutException | UnresolvedAddressException e) {
            throw new SourceUnreachableException(
                    "no connection to " + address.getHost()
                            + "; a proxy is given as -Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI address(PinnedFile file) {
        URI base = mirror.orElseGet(() -> list.bases().get(file.source()));
        String text = base.toString();
        String path = mirror.isPresent() ? file.cachePath() : file.path();
        return URI.create((text.endsWith("/") ? text : text + "/") + path);
    }

    @Override
    public String where(PinnedFile file) {
        return address(file).toString();
    }
}
