namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>A gateway with open enrolment and a webhook for speeds of 70 mph and above.</summary>
public sealed class StockClientGateway : IAsyncLifetime
{
    internal RunningGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Gateway = await RunningGateway.Start();
        await Gateway.AddWebhook("""{"type":"speed","mph":70}""");
    }

    public Task DisposeAsync() => Gateway.DisposeAsync().AsTask();
}
