package org.wardkey.provider.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wardkey.provider.WardkeyProvider;

/** Uses one key of a home: gets ready, begins at a line on stdin, tells what happened, ends at another line. */
public final class SignerChild {
    private static final BufferedReader STDIN =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private SignerChild() {}

    /** Configuration, alias, what to do (sign, stamp or generate), and how often at most. */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider provider = Managed.provider(arguments[0]);
        String alias = arguments[1];
        switch (arguments[2]) {
            case "sign" -> sign(provider, alias, Long.parseLong(arguments[3]));
            case "stamp" -> stamp(provider, alias);
            case "generate" -> generate(provider, alias);
            default -> throw new IllegalArgumentException(arguments[2]);
        }
        await("end");
    }

    private static void await(String line) throws IOException {
        String said = STDIN.readLine();
        if (!line.equals(said)) {
            throw new IOException("Expected " + line + ", got " + said);
        }
    }

    private static void sign(WardkeyProvider provider, String alias, long most) throws Exception {
        PrivateKey key = Managed.key(provider, alias);
        System.out.println("ready");
        await("go");
        long signed = 0;
        String refused = "none";
        while (signed < most && refused.equals("none")) {
            try {
                Managed.sign(provider, key);
                signed++;
            } catch (GeneralSecurityException | ProviderException e) {
                refused = Managed.code(e);
            }
        }
        System.out.println("signed " + signed + " " + refused);
    }

    /** Goes on after a refusal: a success that comes later would show. */
    private static void stamp(WardkeyProvider provider, String alias) throws Exception {
        PrivateKey key = Managed.key(provider, alias);
        System.out.println("ready");
        await("go");
        AtomicBoolean stop = new AtomicBoolean();
        Thread signer = new Thread(() -> stampUntil(stop, provider, key), "signer");
        signer.start();
        await("stop");
        stop.set(true);
        signer.join();
    }

    private static void stampUntil(AtomicBoolean stop, WardkeyProvider provider, PrivateKey key) {
        long last = 0;
        long signed = 0;
        boolean said = false;
        String refused = "none";
        while (!stop.get()) {
            try {
                Managed.sign(provider, key);
                last = System.currentTimeMillis();
                if (++signed == 100) {
                    System.out.println("busy");
                }
            } catch (GeneralSecurityException | ProviderException e) {
                refused = Managed.code(e);
                if (!said) {
                    System.out.println("refused " + refused);
                    said = true;
                }
            }
        }
        System.out.println("last " + last);
    }

    private static void generate(WardkeyProvider provider, String alias) throws Exception {
        Managed.store(provider);
        System.out.println("ready");
        await("go");
        try {
            Managed.generate(provider, alias, OptionalLong.empty());
            System.out.println("outcome won");
        } catch (ProviderException e) {
            System.out.println("outcome " + Managed.code(e));
        }
    }
}
