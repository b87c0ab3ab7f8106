namespace EdgeRelay.Rules.Tests.Landmarks;

/// <summary>Runs a random test for several seeds; a failure names the one that made it.</summary>
internal static class Seeds
{
    public static void Each(int count, Action<int> test)
    {
        for (var seed = 1; seed <= count; seed++)
        {
            try
            {
                test(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }
}
