import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/** Asks an HTTPS server. Its key and trust come from the javax.net.ssl properties. */
public final class MutualTlsClient {
    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SSLContext.getDefault())
                .build();
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(arguments[0])).build(), HttpResponse.BodyHandlers.ofString());
        SSLSession session = response.sslSession().orElseThrow();
        System.out.println("status " + response.statusCode());
        System.out.println("protocol " + session.getProtocol() + " " + session.getCipherSuite());
        System.out.println("peer " + session.getPeerPrincipal());
        System.out.println("body " + response.body().trim());
        System.exit(0);
    }
}
