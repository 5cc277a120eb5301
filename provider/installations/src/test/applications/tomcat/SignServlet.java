import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.concurrent.locks.LockSupport;

/** Signs with a key of Wardkey through the JCA, and says how it went. */
@WebServlet("/sign")
public class SignServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        try {
            response.getWriter().println("signed " + sign(provider(request)) + " bytes");
        } catch (Exception e) {
            response.setStatus(500);
            response.getWriter().println(e);
        }
        if (request.getParameter("leak") != null) {
            new Thread(() -> { while (true) { LockSupport.park(); } }, "left behind").start();
        }
    }

    /** The JVM's; with another configuration; or one of the classes that the application brought itself. */
    private Provider provider(HttpServletRequest request) throws Exception {
        String configuration = request.getParameter("configuration");
        if (request.getParameter("own") != null) {
            Class<?> own = getClass().getClassLoader().loadClass("org.wardkey.provider.WardkeyProvider");
            return ((Provider) own.getConstructor().newInstance()).configure(configuration);
        }
        Provider provider = Security.getProvider("Wardkey");
        return configuration == null ? provider : provider.configure(configuration);
    }

    private int sign(Provider provider) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign((PrivateKey) store.getKey("server", null));
        signature.update("dose 2.5 ml/h".getBytes("US-ASCII"));
        return signature.sign().length;
    }
}
