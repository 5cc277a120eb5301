package org.wardkey.conformance.cli;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.wardkey.conformance.timing.Figures;
import org.wardkey.conformance.timing.Tier;
import org.wardkey.conformance.timing.TimedPrimitive;
import org.wardkey.conformance.timing.TimingRun;

/** One run of the timing laboratory, in a JVM that was started for it; prints one line. */
final class TimedChild {
    /** What the line begins with if the provider has not got the primitive. */
    static final String ABSENT = "absent ";

    private TimedChild() {}

    /**
     * Runs.
     *
     * @param words provider, primitive, tier, samples of each class, seconds
     * @throws IOException when the provider's jar cannot be read
     * @throws UsageException when there is no such provider
     */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String[] words) throws IOException, UsageException {
        System.out.println(line(words));
    }

    private static String line(String[] words) throws IOException, UsageException {
        try {
            Figures figures = TimingRun.measure(
                    TimedPrimitive.named(words[1]),
                    Providers.load(words[0], Optional.empty()),
                    Tier.named(words[2]),
                    Integer.parseInt(words[3]),
                    Double.parseDouble(words[4]));
            return figures.line();
        } catch (GeneralSecurityException | UnsupportedOperationException e) {
            return ABSENT + String.valueOf(e).replaceAll("\\s+", " ");
        }
    }
}
