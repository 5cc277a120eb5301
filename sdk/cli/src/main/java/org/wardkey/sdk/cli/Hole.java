package org.wardkey.sdk.cli;

/**
 * Something that takes protection away on this host.
 *
 * @param code {@code WK-D...}, the same for ever
 * @param found what was found
 * @param lost what is lost by it
 * @param remedy who acts, and the next step
 */
record Hole(String code, String found, String lost, String remedy) {}
