package org.wardkey.conformance.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.wardkey.conformance.ProviderGroup;

/**
 * Finds providers by what a command line says.
 *
 * <pre>
 * JDK                       the running JDK's own providers, as one
 * SunJCE                    the name of a provider that is installed, or on the class path as a service
 * org.example.Provider      a class with a constructor without arguments
 * lib/provider.jar          a jar that names its provider in META-INF/services/java.security.Provider
 * a.jar:b.jar!org.example.P jars (joined as a class path is) and the class
 * A,B                       several of these as one; the first that has a service gives it
 * </pre>
 *
 * Jars get a class loader of their own, below the platform's: nothing of this program is visible to them.
 */
final class Providers {
    /** What {@code --provider} takes, for usage texts. */
    static final String FORMS = "JDK, an installed provider's name, a class, FILE.jar or FILE.jar!CLASS"
            + " (several with commas are seen as one)";

    private Providers() {}

    static Provider load(String text, Optional<String> configuration) throws UsageException, IOException {
        List<Provider> members = new ArrayList<>();
        for (String one : text.split(",")) {
            members.add(configured(one(one.strip()), one.strip(), configuration));
        }
        return members.size() == 1 ? members.get(0) : new ProviderGroup(text, members);
    }

    private static Provider configured(Provider provider, String text, Optional<String> configuration)
            throws UsageException {
        if (configuration.isEmpty() || text.equals("JDK")) {
            return provider;
        }
        try {
            return provider.configure(configuration.get());
        } catch (UnsupportedOperationException | InvalidParameterException e) {
            throw new UsageException(
                    provider.getName() + " does not take --provider-config " + configuration.get() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static Provider one(String text) throws UsageException, IOException {
        if (text.equals("JDK")) {
            return ProviderGroup.jdk();
        }
        int mark = text.indexOf('!');
        String jars = mark < 0 ? text : text.substring(0, mark);
        if (jars.endsWith(".jar")) {
            ClassLoader loader = loader(jars);
            return mark < 0 ? service(loader, jars) : instance(loader, text.substring(mark + 1));
        }
        Provider installed = Security.getProvider(text);
        if (installed != null) {
            return installed;
        }
        ClassLoader own = Providers.class.getClassLoader();
        Optional<Provider> onClassPath = ServiceLoader.load(Provider.class, own).stream()
                .filter(candidate -> candidate.type().getClassLoader() == own)
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.getName().equals(text))
                .findFirst();
        return onClassPath.isPresent() ? onClassPath.get() : instance(own, text);
    }

    private static ClassLoader loader(String jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String jar : jars.split(File.pathSeparator)) {
            Path path = Path.of(jar).toAbsolutePath();
            if (!Files.isRegularFile(path)) {
                throw new NoSuchFileException(jar, null, "no such jar");
            }
            urls.add(url(path));
        }
        return new URLClassLoader("provider", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    private static Provider service(ClassLoader loader, String jars) throws UsageException {
        try {
            List<Provider> found = ServiceLoader.load(Provider.class, loader).stream()
                    .filter(candidate -> candidate.type().getClassLoader() == loader)
                    .map(ServiceLoader.Provider::get)
                    .toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            throw new UsageException(jars + " names " + found.size()
                    + " providers in META-INF/services/java.security.Provider, and one is expected; give the class: "
                    + jars + "!org.example.Provider");
        } catch (ServiceConfigurationError e) {
            throw new UsageException(jars + ": its provider does not load: " + e.getMessage() + cause(e), e);
        }
    }

    private static Provider instance(ClassLoader loader, String className) throws UsageException {
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(Provider.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new UsageException(
                    "no provider " + className + ": neither installed nor a class that can be found; expected " + FORMS,
                    e);
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new UsageException(className + " does not load as a java.security.Provider: " + e + cause(e), e);
        }
    }

    private static String cause(Throwable thrown) {
        return thrown.getCause() == null ? "" : " (" + thrown.getCause() + ")";
    }
}
