using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>A change of configuration under way; others wait until it is disposed.</summary>
/// <param name="effectiveFrom">Receive time from which it counts: what came before is not judged by what is new.</param>
internal sealed class ConfigurationChange(Instant effectiveFrom, SemaphoreSlim changing) : IDisposable
{
    public Instant EffectiveFrom => effectiveFrom;

    public void Dispose() => changing.Release();
}
