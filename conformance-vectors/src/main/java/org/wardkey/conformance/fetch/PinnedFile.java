package org.wardkey.conformance.fetch;

/**
 * A published file.
 *
 * @param source the name of where it comes from
 * @param path its path there, and below the source's name in a cache
 * @param sha256 its hash, 64 lower-case hexadecimal digits
 * @param bytes its size
 */
public record PinnedFile(String source, String path, String sha256, long bytes) {
    /** Where it lies in a cache, or on a mirror of one. */
    public String cachePath() {
        return source + "/" + path;
    }
}
