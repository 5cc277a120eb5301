import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;

/**
 * Signs on request; the keys are in a key store of the type that is given.
 *
 * <pre>
 * sign ALIAS MESSAGE-FILE SIGNATURE-FILE
 * until-refused ALIAS MESSAGE-FILE PAUSE-MILLIS
 * </pre>
 */
public final class SigningService {
    private final KeyStore keys;

    private SigningService(KeyStore keys) {
        this.keys = keys;
    }

    public static void main(String[] arguments) throws Exception {
        KeyStore keys = KeyStore.getInstance(arguments[0]);
        keys.load(null, null);
        SigningService service = new SigningService(keys);
        System.out.println("ready");
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            service.answer(request.split(" "));
        }
    }

    private void answer(String[] request) throws Exception {
        PrivateKey key = (PrivateKey) keys.getKey(request[1], null);
        byte[] message = Files.readAllBytes(Path.of(request[2]));
        if (request[0].equals("sign")) {
            try {
                Files.write(Path.of(request[3]), sign(key, message));
                System.out.println("signed");
            } catch (GeneralSecurityException | ProviderException e) {
                System.out.println("refused " + e.getMessage());
            }
            return;
        }
        long lastGood = 0;
        long count = 0;
        while (true) {
            try {
                sign(key, message);
                lastGood = System.currentTimeMillis();
                if (count++ == 0) {
                    System.out.println("signing");
                }
            } catch (GeneralSecurityException | ProviderException e) {
                System.out.println(
                        "refused " + count + " " + lastGood + " " + System.currentTimeMillis() + " " + e.getMessage());
                return;
            }
            Thread.sleep(Long.parseLong(request[3]));
        }
    }

    private static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }
}
