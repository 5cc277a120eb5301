package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a decryption in many parts takes, counted in bytes of memory instead of seconds. */
class GcmPartsTest {
    private static final int MESSAGE_BYTES = 4 << 20;
    private static final int PART_BYTES = 8 << 10;

    @TempDir
    private Path folder;

    @Test
    void update_decryptionInParts_takesMemoryInProportionToTheMessage() throws Exception {
        Provider wardkey = TestHome.in(folder).provider();
        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        byte[] encrypted = cipher.doFinal(new byte[MESSAGE_BYTES]);
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);

        long before = allocatedBytes();
        int from = 0;
        for (; from + PART_BYTES <= encrypted.length; from += PART_BYTES) {
            assertThat(cipher.update(encrypted, from, PART_BYTES)).isEmpty();
        }
        byte[] rest = cipher.doFinal(encrypted, from, encrypted.length - from);

        assertThat(rest).hasSize(MESSAGE_BYTES);
        // With room for all that came before in each part it would be a gigabyte.
        assertThat(allocatedBytes() - before).isLessThan(20L * MESSAGE_BYTES);
    }

    /** By its name: the interface that has it is of a module that this one does not read. */
    @SuppressWarnings("deprecation") // Thread.threadId is of a newer Java
    private static long allocatedBytes() throws Exception {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                        "getThreadAllocatedBytes",
                        new Object[] {Thread.currentThread().getId()},
                        new String[] {"long"});
    }
}
