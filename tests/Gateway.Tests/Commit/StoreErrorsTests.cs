using EdgeRelay.Gateway.Commit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Tests.Commit;

public sealed class StoreErrorsTests
{
    [Theory]
    [InlineData(5, true)]
    [InlineData(13, true)]
    [InlineData(10, true)]
    [InlineData(19, false)]
    [InlineData(1, false)]
    public void A_full_or_locked_store_is_nobody_s_message_s_fault(int code, bool environment)
    {
        Assert.Equal(environment, StoreErrors.IsOfTheEnvironment(new SqliteException("told", code)));
    }

    [Fact]
    public void A_full_disk_is_recognised_through_the_wrapping_of_the_mapper()
    {
        var wrapped = new DbUpdateException("could not save", new SqliteException("disk full", 13));

        Assert.True(StoreErrors.IsOfTheEnvironment(wrapped));
    }

    [Fact]
    public void A_failed_sync_is_final_and_an_ordinary_io_error_is_not()
    {
        Assert.True(StoreErrors.IsFinal(new SqliteException("sync", 10, 1034)));
        Assert.False(StoreErrors.IsFinal(new SqliteException("read", 10, 266)));
    }

    [Fact]
    public void A_damaged_file_is_final()
    {
        Assert.True(StoreErrors.IsFinal(new SqliteException("corrupt", 11)));
    }
}
