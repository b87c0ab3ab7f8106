using Xunit;

namespace EdgeRelay.Testing;

/// <summary>A test against Mosquitto. Where it is not installed the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute()
    {
        if (!MosquittoBroker.Present)
        {
            Skip = $"There is no {MosquittoBroker.Program} (Debian package mosquitto).";
        }
    }
}
