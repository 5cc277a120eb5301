package org.wardkey.provider.process;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.Callable;

/** A program that means to go on whatever is thrown at it: tries the JCA as often as its argument says. */
public final class StrictChild {
    private StrictChild() {}

    /** Prints what came of each attempt. */
    public static void main(String[] arguments) {
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            attempt("random", () -> new SecureRandom().nextInt());
            attempt("digest", () -> MessageDigest.getInstance("SHA-256").digest());
            attempt(
                    "digest of SUN",
                    () -> MessageDigest.getInstance("SHA-256", "SUN").digest());
        }
        System.out.println("went on");
    }

    private static void attempt(String what, Callable<?> call) {
        try {
            System.out.println(what + " served " + call.call());
        } catch (Exception | Error e) {
            System.out.println(what + " " + e.getClass().getSimpleName());
        }
    }
}
