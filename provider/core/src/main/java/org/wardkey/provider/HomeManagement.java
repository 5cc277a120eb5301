package org.wardkey.provider;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.Housekeeping;

/** Shows a home in JMX. Only touched where the JVM has the module java.management. Thread-safe. */
final class HomeManagement extends NotificationBroadcasterSupport implements HomeMXBean, Housekeeping.Warnings {
    private static final int MOST_WARNINGS = 100;

    private final Home home;
    private final Deque<String> warnings = new ArrayDeque<>();
    private final AtomicLong sequence = new AtomicLong();

    private HomeManagement(Home home) {
        this.home = home;
    }

    /**
     * Registers a home.
     *
     * @param home the open home
     * @return is told of warnings
     */
    static Housekeeping.Warnings register(Home home) {
        HomeManagement bean = new HomeManagement(home);
        try {
            ObjectName name = new ObjectName("org.wardkey:type=Home,path=" + ObjectName.quote(home.path()));
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
        } catch (JMException | RuntimeException | LinkageError e) {
            // What a program has made of its platform server is not ours to mend; warnings go to log and record.
            System.getLogger("org.wardkey.provider").log(Level.WARNING, "The home is not shown in JMX", e);
        }
        return bean;
    }

    @Override
    public void warn(String text) {
        synchronized (warnings) {
            warnings.add(text);
            if (warnings.size() > MOST_WARNINGS) {
                String oldest = warnings.remove();
                assert oldest != null;
            }
        }
        sendNotification(new Notification(WARNING, this, sequence.incrementAndGet(), text));
    }

    @Override
    public String getPath() {
        return home.path();
    }

    @Override
    public String getAuditState() {
        return home.audit().state().name();
    }

    @Override
    public String getTimeState() {
        return home.time().now().state().name();
    }

    @Override
    public String getTimeProblem() {
        return home.time().problem().orElse("");
    }

    @Override
    public String getPolicy() {
        return home.policy().engine().policy().toString();
    }

    @Override
    public List<String> getWarnings() {
        synchronized (warnings) {
            return List.copyOf(warnings);
        }
    }
}
