using System.Reflection;

namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>A test with somebody else's client. Where that is not installed the test is skipped and names the package.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StockClientTheoryAttribute : TheoryAttribute
{
    /// <param name="client">Name of one of the clients of <see cref="StockClient"/>.</param>
    public StockClientTheoryAttribute(string client)
    {
        var property = typeof(StockClient).GetProperty(client, BindingFlags.Public | BindingFlags.Static)!;
        Skip = ((StockClient)property.GetValue(null)!).Missing;
    }
}
