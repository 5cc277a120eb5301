package org.wardkey.provider.policy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

/** Keys and requests for tests of the policy. */
final class TestKeys {
    static final Instant CREATED = Instant.parse("2026-12-01T00:00:00Z");

    private TestKeys() {}

    static KeyFacts key(KeyType type, int sizeBits, String... labels) {
        Set<Purpose> purposes = EnumSet.allOf(Purpose.class);
        purposes.removeIf(purpose -> !PolicyEngine.fits(type, purpose));
        return key("pump-17", type, sizeBits, purposes, false, labels);
    }

    static KeyFacts key(
            String alias, KeyType type, int sizeBits, Set<Purpose> purposes, boolean exportable, String... labels) {
        return new KeyFacts(
                new KeyId(UUID.nameUUIDFromBytes((alias + type + sizeBits).getBytes(StandardCharsets.UTF_8))),
                "ward",
                alias,
                type,
                sizeBits,
                KeyState.ACTIVE,
                new KeyAuthorizations(
                        purposes,
                        Set.of(),
                        Set.of(),
                        Window.ALWAYS,
                        Window.ALWAYS,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        exportable,
                        AuditGranularity.AGGREGATE,
                        Optional.empty(),
                        false,
                        Set.of(labels)),
                false,
                CREATED);
    }

    static OperationRequest request(Purpose purpose, Family family) {
        return new OperationRequest(purpose, Mechanism.of(family), 1);
    }

    static OperationRequest request(Purpose purpose, Family family, Digest digest) {
        return new OperationRequest(purpose, Mechanism.of(family, digest), 1);
    }

    static PolicyDocument document(String text) throws PolicyProblem {
        return PolicyReader.read("ward.conf", text);
    }

    static Policy policy(String... texts) throws PolicyProblem {
        List<PolicyDocument> documents = new java.util.ArrayList<>();
        for (String text : texts) {
            documents.add(document(text));
        }
        return Policy.combine(documents, PolicyPack.LIBRARY);
    }

    static Instant day(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }
}
