using Xunit;

namespace EdgeRelay.Testing;

/// <summary>Cases of a test on recorded drives. Where their folder is absent they are skipped and say so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordedDataTheoryAttribute : TheoryAttribute
{
    public RecordedDataTheoryAttribute()
    {
        if (!SharedRecordings.Present)
        {
            Skip = $"The recorded drives are not at {SharedRecordings.Folder}; set EDGERELAY_TEST_DATA to their folder.";
        }
    }
}
