package org.wardkey.provider.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wardkey.provider.audit.AuditDurability;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.backend.BackendRouter;
import org.wardkey.provider.backend.EngineOrder;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.keystore.embedded.SoftwareToken;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.PolicySigners;
import org.wardkey.provider.policy.TrustedTime;
import org.wardkey.provider.sealing.Protector;
import org.wardkey.provider.selftest.SelfTests;

/** A home whose only engine is a given one, with the token {@code desk}. */
final class GateHome {
    private static final BundleCryptography NONE = null;

    private GateHome() {}

    interface Use {
        void with(KeyManagement keys, Home home) throws IOException;
    }

    static void use(Path folder, KeyBackend engine, Use use) throws IOException {
        SecureRandom random = new SecureRandom();
        JdkBackend jdk = new JdkBackend(random);
        BackendRouter router = new BackendRouter(
                Map.of("jdk", () -> Optional.of(engine)),
                EngineOrder.measured(),
                new SelfTests(Set.of(), test -> test.get()));
        try (Ledger ledger = Ledger.open(folder, "desk", name -> bytes -> new byte[32]);
                AuditLog audit = AuditLog.open(
                        folder.resolve("audit"),
                        AuditDurability.BATCHED,
                        Clock.systemUTC(),
                        random,
                        (log, records, root) -> {})) {
            Token token = new SoftwareToken(
                    "desk",
                    () -> jdk,
                    random,
                    ledger::tokens,
                    Optional.of(first -> new Protector.Password("correct horse".toCharArray())),
                    true);
            Home home = new Home(
                    folder.toString(),
                    ledger,
                    audit,
                    new HomeClock(
                            ledger.time(),
                            () -> new TrustedTime.Clocks(Instant.now(), "", 0),
                            Instant::now,
                            Instant.EPOCH),
                    new TimeAuthority(List.of(), NONE),
                    new PolicySources(List.of(), new DocumentReader(PolicySigners.NONE, NONE)),
                    Map.of("desk", token),
                    "desk");
            OperationGate gate = new OperationGate(router, () -> home, Clock.systemUTC());
            use.with(new KeyManagement(gate, random, Clock.systemUTC()), home);
        }
    }
}
