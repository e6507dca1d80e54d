using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Tests.Tensors;

public sealed class BufferPoolTests
{
    [Fact]
    public void What_is_returned_is_used_again()
    {
        var pool = new BufferPool(1 << 20);
        var first = pool.Rent(1000);
        first.Release();
        Assert.Same(first, pool.Rent(1000));
    }

    [Fact]
    public void Memory_with_two_users_is_not_exclusive_and_returns_after_both()
    {
        var pool = new BufferPool(1 << 20);
        var buffer = pool.Rent(1000);
        Assert.True(buffer.IsExclusive);
        buffer.Retain();
        Assert.False(buffer.IsExclusive);
        buffer.Release();
        Assert.NotSame(buffer, pool.Rent(1000));
        buffer.Release();
        Assert.Same(buffer, pool.Rent(1000));
    }

    [Fact]
    public void What_a_run_did_not_use_is_given_up()
    {
        var pool = new BufferPool(1 << 20);
        var buffer = pool.Rent(1000);
        buffer.Release();
        pool.EndRun();
        pool.EndRun();
        Assert.NotSame(buffer, pool.Rent(1000));
    }

    [Fact]
    public void The_limit_holds_for_what_is_in_use()
    {
        var pool = new BufferPool(4096);
        var buffer = pool.Rent(3000);
        Assert.Throws<InvalidDataException>(() => pool.Rent(3000));
        buffer.Release();
        pool.Rent(3000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(257)]
    [InlineData(1_000_003)]
    public void Memory_begins_at_a_cache_line_and_wastes_little(int bytes)
    {
        var buffer = new BufferPool(1 << 30).Rent(bytes);
        unsafe
        {
            fixed (byte* first = buffer.Bytes) Assert.Equal(0, (nint)first % 64);
        }

        Assert.InRange(buffer.Capacity, bytes, Math.Max(256, bytes * 5L / 4));
    }
}
