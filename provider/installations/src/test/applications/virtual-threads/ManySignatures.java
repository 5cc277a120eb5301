import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Signs on very many threads at once with one key: virtual threads where the JVM has them, a pool otherwise. */
public class ManySignatures {
    public static void main(String[] arguments) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey");
        store.load(null, null);
        PrivateKey key = (PrivateKey) store.getKey("server", null);
        int count = Integer.parseInt(arguments[0]);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] message = ("dose " + i).getBytes("US-ASCII");
            tasks.add(() -> {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key);
                signature.update(message);
                byte[] value = signature.sign();
                signature.initVerify(store.getCertificate("server"));
                signature.update(message);
                return signature.verify(value);
            });
        }
        ExecutorService threads = executor();
        int verified = 0;
        for (Future<Boolean> result : threads.invokeAll(tasks, 100, TimeUnit.SECONDS)) {
            verified += result.get() ? 1 : 0;
        }
        threads.shutdown();
        System.out.println("verified " + verified + " on " + threads.getClass().getSimpleName());
    }

    private static ExecutorService executor() throws Exception {
        return Runtime.version().feature() >= 21
                ? (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
                : Executors.newFixedThreadPool(200);
    }
}
