package org.wardkey.conformance;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of the JDK's own public classes that Java 17 need not have. */
final class Reflected {
    private Reflected() {}

    /** Whether the running JVM has the class. */
    static boolean has(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Calls a public method by the class that declares it, since the object's own class may be hidden.
     *
     * @param className the class
     * @param target the object; null for a static method
     * @param method the method
     * @param types the classes of its parameters
     * @param arguments the arguments
     */
    static Object call(
            String className, @Nullable Object target, String method, List<Class<?>> types, Object... arguments)
            throws Exception {
        try {
            return Class.forName(className)
                    .getMethod(method, types.toArray(Class<?>[]::new))
                    .invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof Exception exception ? exception : e;
        }
    }
}
