package org.wardkey.provider.backend.tpm;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.KeyWindows;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.LeaseAuthority;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.policy.KeyGroup;
import org.wardkey.tpm2.policy.LeaseCondition;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.LifetimePolicy;
import org.wardkey.tpm2.policy.PcrChoice;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.TimeInfo;

/**
 * The windows of a token's keys, which the TPM itself holds: each key is used while one is open that the authority signed, and whose epoch is the one of
 * the TPM's counter. What is kept here is public, and a TPM believes none of it without its signature. Thread-safe.
 */
public final class TpmWindows implements KeyWindows {
    private final TpmDevice device;
    private final TpmLifetime settings;
    private final TpmClock clock;
    private final Installed<LeaseTicket> lease;
    private final SignerWindows authority;
    private final @Nullable SignerWindows override;

    /**
     * Describes them; nothing is read or sent yet.
     *
     * @param device the TPM
     * @param settings who signs, and where what they signed is
     * @param window keeps the window
     * @param override keeps that of an override
     * @param lease keeps what the TPM gave for a lease
     */
    public TpmWindows(
            TpmDevice device, TpmLifetime settings, WindowStore window, WindowStore override, WindowStore lease) {
        this.device = device;
        this.settings = settings;
        this.clock = new TpmClock(new EpochIndex(settings.clockIndex()));
        this.lease = Installed.lease(lease);
        this.authority = new SignerWindows(
                settings.token(), settings.authority(), new EpochIndex(settings.index()), window, this.lease::read);
        this.override = settings.override()
                .map(key -> new SignerWindows(
                        settings.token(), key, new EpochIndex(settings.overrideIndex()), override, Optional::empty))
                .orElse(null);
    }

    /** The keys of this token in this TPM: a window of another token or TPM does not fit. */
    private KeyGroup group(TpmDevice.Connection open) {
        return new KeyGroup(settings.token(), open.root().name());
    }

    private LifetimePolicy policy(TpmDevice.Connection open) {
        return policy(open.root().name());
    }

    private LifetimePolicy policy(Name root) {
        return new LifetimePolicy(
                TpmLifetime.verification(settings.authority()).name(),
                settings.override().map(key -> TpmLifetime.verification(key).name()),
                new KeyGroup(settings.token(), root).policyRef());
    }

    /** Puts the policy into the template of a key, and takes away what would go around it. */
    Public bound(Public template) {
        byte[] policy = device.use(open -> policy(open).digest());
        Attributes attributes = template.attributes();
        return template.withPolicy(policy)
                .withAttributes(new Attributes(
                        (attributes.bits() & ~Attributes.USER_WITH_AUTH) | Attributes.ADMIN_WITH_POLICY));
    }

    /**
     * Asks the TPM whether a key could be used now, before one is made that could not.
     *
     * @throws BackendException if it could not
     */
    void requireOpen() {
        device.use(open -> {
            // Says what to do where there is no counter.
            authority.value(open);
            WindowState state = authority.state(open, policy(open));
            boolean emergency = override != null && override.state(open, policy(open)) == WindowState.OPEN;
            if (state != WindowState.OPEN && !emergency) {
                throw closed("has no open window: it is " + state.word());
            }
            return open;
        });
    }

    /**
     * Uses a key whose use the windows hold: five commands, of which the last is the key's; one more for PCRs, and one for a lease.
     *
     * @throws BackendException if the TPM says that none is open
     */
    <T> T use(TpmBlob blob, TpmDevice.Command<T> command) {
        return device.use(open -> {
            LifetimePolicy policy = policy(open);
            requireOurs(blob, policy);
            Optional<SignedWindow> emergency = override == null ? Optional.empty() : override.usable();
            String why;
            try {
                return authority.use(open, policy, blob.authValue(), command);
            } catch (WindowClosedException e) {
                why = String.valueOf(e.getMessage());
                if (emergency.isEmpty()) {
                    throw closed(why, e);
                }
            } catch (BackendException e) {
                // A damaged window must not stand in the way of an emergency.
                if (e.code() != RefusalCode.WINDOW_UNUSABLE || emergency.isEmpty()) {
                    throw e;
                }
                why = "has a window or a lease that is not usable";
            }
            try {
                return override().use(open, policy, blob.authValue(), command);
            } catch (WindowClosedException e) {
                throw closed(why + "; its override: it " + e.getMessage(), e);
            }
        });
    }

    private SignerWindows override() {
        SignerWindows there = override;
        if (there == null) {
            throw unusable("Token " + settings.token() + " has no override: wardkey.conf names no key for it.");
        }
        return there;
    }

    private void requireOurs(TpmBlob blob, LifetimePolicy policy) {
        if (!Arrays.equals(blob.area().authPolicy(), policy.digest())) {
            throw unusable("The key was made under another authority, override or token than wardkey.conf now names for"
                    + " token " + settings.token() + "; its TPM asks for theirs.");
        }
    }

    private BackendException closed(String why, Throwable cause) {
        return new BackendException(
                new Refusal(RefusalCode.WINDOW_CLOSED, "Token " + settings.token() + " " + why + "."), cause);
    }

    private BackendException closed(String why) {
        return new BackendException(
                new Refusal(RefusalCode.WINDOW_CLOSED, "Token " + settings.token() + " " + why + "."));
    }

    private static BackendException unusable(String why) {
        return new BackendException(new Refusal(RefusalCode.WINDOW_UNUSABLE, why));
    }

    @Override
    public Map<String, String> bounds(SecretBytes material) {
        try (TpmBlob blob = TpmBlob.read(material)) {
            if (!hold(blob.area())) {
                return Map.of();
            }
            LifetimePolicy policy = policy(blob.parent());
            return Arrays.equals(blob.area().authPolicy(), policy.digest())
                    ? Map.of(
                            "window",
                            bound(policy.policyRef()),
                            "revocation",
                            WindowWords.revocation(settings.index(), authority.usable()))
                    : Map.of("window", "not at all: the key is of another authority than wardkey.conf names");
        }
    }

    private String bound(byte[] policyRef) {
        return WindowWords.bound(
                authority.usable(policyRef).map(SignedWindow::window),
                override == null ? Optional.empty() : override.usable(policyRef).map(SignedWindow::window));
    }

    /** Says whether a key is held by these windows, by its public area alone. */
    static boolean hold(Public area) {
        return area.authPolicy().length > 0;
    }

    @Override
    public void provision(byte[] ownerAuth) {
        asOwner(ownerAuth, (open, owner) -> {
            authority.counter().define(open.tpm(), owner);
            if (override != null) {
                override.counter().define(open.tpm(), owner);
            }
            return open;
        });
    }

    @Override
    public void revoke(byte[] ownerAuth) {
        asOwner(ownerAuth, (open, owner) -> {
            authority.counter().step(open.tpm(), owner);
            return open;
        });
    }

    @Override
    public void requireCounting(int pcr) {
        device.use(open -> {
            TpmPcrs.requireCounting(open.tpm(), pcr);
            return open;
        });
    }

    @Override
    public void extend(int pcr) {
        device.use(open -> {
            TpmPcrs.extend(open.tpm(), pcr);
            return open;
        });
    }

    private interface Owned<T> {
        T run(TpmDevice.Connection open, Authorization owner);
    }

    private <T> T asOwner(byte[] ownerAuth, Owned<T> action) {
        return device.use(open -> {
            try (Authorization owner = open.session().authorize(ownerAuth)) {
                return action.run(open, owner);
            }
        });
    }

    @Override
    public String request(String pcrs) {
        return request(authority, false, pcrs);
    }

    @Override
    public String requestOverride(String pcrs) {
        return request(override(), true, pcrs);
    }

    private String request(SignerWindows signer, boolean forOverride, String pcrs) {
        try {
            Optional<PcrChoice> choice = pcrs.isEmpty() ? Optional.empty() : Optional.of(PcrChoice.parse(pcrs));
            return device.use(open -> {
                // Says what to do where there is no counter.
                signer.value(open);
                WindowRequest.Subject subject = new WindowRequest.Subject(
                        settings.token(), open.root().name(), signer.counter().handle(), forOverride, choice);
                return WindowEvidence.request(open, subject).text();
            });
        } catch (IllegalArgumentException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.WINDOW_UNUSABLE, "The request: " + e.getMessage() + "."), e);
        }
    }

    @Override
    public String describe(String text) {
        return WindowWords.description(Installed.parsedWindow(text).window());
    }

    @Override
    public void install(String text) {
        SignedWindow signed = Installed.parsedWindow(text);
        device.use(open -> {
            authority.requireOpen(signed, group(open).policyRef(), authority.value(open), TpmClock.millis(open.tpm()));
            return signed;
        });
        authority.write(signed);
    }

    @Override
    public void override(String text, byte[] ownerAuth) {
        SignedWindow signed = Installed.parsedWindow(text);
        SignerWindows emergency = override();
        if (signed.window().lease().isPresent()) {
            throw unusable("The window of an override has leases: an emergency must not wait for a network.");
        }
        asOwner(ownerAuth, (open, owner) -> {
            emergency.requireOpen(
                    signed, group(open).policyRef(), emergency.value(open) + 1, TpmClock.millis(open.tpm()));
            // Before the step: after a crash between the two the next request names the same value, and the file opens
            // nothing.
            emergency.write(signed);
            emergency.counter().step(open.tpm(), owner);
            return signed;
        });
    }

    @Override
    public String askLease(LeaseAuthority signer) {
        KeyGroup group = device.use(this::group);
        LeaseCondition condition = authority
                .usable(group.policyRef())
                .flatMap(signed -> signed.window().lease())
                .orElseThrow(() -> unusable("Token " + settings.token()
                        + " has no window with leases: the authority signs one with --lease-authority."));
        return new LeaseRenewal(device, group, condition).run(signer).text();
    }

    @Override
    public void keepLease(String ticket) {
        lease.write(ticket);
    }

    @Override
    public Map<String, String> status() {
        return device.use(open -> {
            TimeInfo now = open.tpm().execute(new ReadClock());
            long millis = now.clockInfo().clock();
            Map<String, String> words = new LinkedHashMap<>();
            words.put("epoch-index", settings.index().toString());
            words.put("epoch", Long.toUnsignedString(authority.value(open)));
            words.put("clock", millis + " ms");
            words.put("state", authority.state(open, policy(open)).word());
            authority.usable().ifPresent(signed -> {
                WindowWords.window(words, signed.window(), millis);
                if (signed.window().lease().isPresent()) {
                    lease.usable().ifPresent(given -> WindowWords.lease(words, given, now));
                }
            });
            if (override != null) {
                words.put("overrides-begun", Long.toUnsignedString(override.value(open) - 1));
            }
            return words;
        });
    }

    @Override
    public void setClock(Instant now, byte[] ownerAuth) {
        asOwner(ownerAuth, (open, owner) -> {
            clock.set(open.tpm(), owner, now);
            return open;
        });
    }
}
