package org.wardkey.provider.process;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyState;

/** What the recorder of system calls watches; a line on stdout acknowledges what was done before it. */
public final class CrashChild {
    static final int SIGNATURES = 5;

    private static final String POLICY = "policy { name = crash, version = 1,"
            + " keys { nobody { when { alias = nobody }, allowed-purposes = verify } } }";

    private CrashChild() {}

    /** The first argument is the configuration file. */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider provider = Managed.provider(arguments[0]);
        Managed.generate(provider, "one", OptionalLong.of(100));
        System.out.println("generated one");
        Managed.generate(provider, "two", OptionalLong.of(100_000));
        System.out.println("generated two");
        for (int i = 1; i <= SIGNATURES; i++) {
            Managed.sign(provider, Managed.key(provider, "one"));
            Managed.sign(provider, Managed.key(provider, "two"));
            System.out.println("signed " + i);
        }
        Managed.generate(provider, "three", OptionalLong.empty());
        System.out.println("generated three");
        provider.administration().rotation().rotate("three", Duration.ofHours(1), false);
        System.out.println("rotated three");
        provider.administration().policies().apply("crash.conf", POLICY);
        System.out.println("applied policy");
        // Long enough for the log to tell the catalogue how far it has come, and often enough for it to fill tiles,
        // while records are still on their way.
        long begun = System.nanoTime();
        for (int i = 1; System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(2_500); i++) {
            Managed.sign(provider, Managed.key(provider, "two"));
            System.out.println("also " + i);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        }
        provider.administration().changeState("two", KeyState.SUSPENDED, "for the recorder");
        System.out.println("suspended two");
    }
}
