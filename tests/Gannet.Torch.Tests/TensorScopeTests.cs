namespace Gannet.Torch.Tests;

[LeakCheck]
public sealed class TensorScopeTests
{
    [Fact]
    public void A_scope_frees_what_is_not_kept()
    {
        Tensor kept, dropped;
        using (TensorScope.Enter())
        {
            var before = TensorCensus.Live;
            using (var inner = TensorScope.Enter())
            {
                dropped = Tensor.Zeros([4]);
                kept = inner.Keep(dropped + 1);
            }

            Assert.True(dropped.IsDisposed);
            Assert.False(kept.IsDisposed);
            Assert.Equal(before + 1, TensorCensus.Live);
        }

        Assert.True(kept.IsDisposed);
    }

    [Fact]
    public void A_detached_tensor_outlives_every_scope()
    {
        Tensor tensor;
        using (TensorScope.Enter()) tensor = TensorScope.Detach(Tensor.Ones([2]));
        Assert.Equal([1f, 1], tensor.ToArray<float>());
        tensor.Dispose();
    }

    [Fact]
    public void Scopes_close_innermost_first()
    {
        using var outer = TensorScope.Enter();
        var inner = TensorScope.Enter();
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        inner.Dispose();
    }

    [Fact]
    public void A_scope_belongs_to_its_thread()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.Zeros([1]);
        Exception? error = null;
        TensorScope? seen = scope;
        var thread = new Thread(() =>
        {
            seen = TensorScope.Current;
            error = Record.Exception(scope.Dispose);
        });
        thread.Start();
        thread.Join();
        Assert.Null(seen);
        Assert.IsType<InvalidOperationException>(error);
        Assert.False(tensor.IsDisposed);
        Assert.Same(scope, TensorScope.Current);
    }

    [Fact]
    public void A_scope_frees_its_tensors_when_an_exception_passes()
    {
        Tensor? tensor = null;
        Assert.Throws<FormatException>(Fail);
        Assert.True(tensor!.IsDisposed);
        Assert.Null(TensorScope.Current);

        void Fail()
        {
            using var scope = TensorScope.Enter();
            tensor = Tensor.Zeros([1]);
            throw new FormatException();
        }
    }

    [Fact]
    public void Keeping_an_argument_unchanged_leaves_it_with_its_owner()
    {
        using var outer = TensorScope.Enter();
        var argument = Tensor.Zeros([1]);
        Tensor same;
        using (TensorScope.Enter())
        {
            using var inner = TensorScope.Enter();
            same = inner.Keep(argument);
        }

        Assert.Same(argument, same);
        Assert.False(argument.IsDisposed);
    }

    [Fact]
    public void A_tensor_outside_every_scope_is_freed_by_the_collector()
    {
        var before = TensorCensus.Live;
        Abandon();
        for (var k = 0; k < 10 && TensorCensus.Live > before; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(TensorCensus.Live <= before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Abandon()
        {
            for (var k = 0; k < 100; k++) Tensor.Zeros([1000]);
        }
    }
}
