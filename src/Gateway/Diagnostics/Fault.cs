using System.Diagnostics;
using System.Globalization;

namespace EdgeRelay.Gateway.Diagnostics;

/// <summary>
/// Named points at which a test may make the process fail. Unarmed, a point costs one static check. Armed by the environment variable
/// <c>EDGERELAY_FAULT=name:n:action[:times]</c> (from the n-th passage on, so many times, else always; action <c>kill</c>, <c>throw</c>, or
/// <c>on</c> for a switch), and only when the gateway was started with <c>--allow-faults</c>.
/// </summary>
public static class Fault
{
    /// <summary>Passed when a lane's batches are about to be acknowledged without waiting for the commit: the negative control.</summary>
    public const string AckBeforeCommit = "ack.before-commit";

    public const string AfterRules = "lanes.after-rules";

    /// <summary>Passed once per lane batch, with its journal row and states written and its events not.</summary>
    public const string AfterStates = "commit.after-states";

    public const string BeforeCommit = "commit.before-commit";

    public const string AfterCommit = "commit.after-commit";

    public const string BeforeHandover = "outbox.before-handover";

    public const string AfterHandover = "outbox.after-handover";

    private static ArmedFault? _armed;

    /// <summary>Arms the fault that <paramref name="specification"/> names; null or empty disarms.</summary>
    public static void Arm(string? specification)
    {
        if (string.IsNullOrEmpty(specification))
        {
            _armed = null;
            return;
        }

        var parts = specification.Split(':');
        var times = int.MaxValue;
        if (parts.Length is not (3 or 4)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var passage)
            || parts[2] is not ("kill" or "throw" or "on")
            || (parts.Length == 4 && !int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out times)))
        {
            throw new FormatException(
                $"EDGERELAY_FAULT is '{specification}'; expected name:n:action[:times] with action kill, throw or on.");
        }

        _armed = new ArmedFault(parts[0], passage, parts[2], times);
    }

    /// <summary>Fails here if this point is armed and its passage has come.</summary>
    public static void Point(string name)
    {
        if (_armed is { } armed && armed.Name == name)
        {
            armed.Pass();
        }
    }

    /// <summary>Whether a switch (action <c>on</c>) is armed.</summary>
    public static bool IsOn(string name) => _armed is { Action: "on" } armed && armed.Name == name;

    private sealed class ArmedFault(string name, int passage, string action, int times)
    {
        private int _passed;

        public string Name => name;

        public string Action => action;

        public void Pass()
        {
            var passed = Interlocked.Increment(ref _passed);
            if (passed < passage || passed - passage >= times)
            {
                return;
            }

            if (action == "kill")
            {
                // SIGKILL, as the kernel would: no handler, no finalizer and no last words.
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }

            if (action == "throw")
            {
                throw new FaultInjectedException(name);
            }
        }
    }
}
