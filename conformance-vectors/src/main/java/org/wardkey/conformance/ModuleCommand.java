package org.wardkey.conformance;

import java.util.List;

/**
 * A command of the module wrapper.
 *
 * @param arguments what it takes, in order; those that end with {@code ?} may be left out
 * @param answer what it does
 */
record ModuleCommand(List<String> arguments, ModuleCall.Answer answer) {
    static ModuleCommand of(String arguments, ModuleCall.Answer answer) {
        return new ModuleCommand(List.of(arguments.split(", ")), answer);
    }

    boolean takes(int count) {
        long needed = arguments.stream().filter(name -> !name.endsWith("?")).count();
        return count >= needed && count <= arguments.size();
    }
}
