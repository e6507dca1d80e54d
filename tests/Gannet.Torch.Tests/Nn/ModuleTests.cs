using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Nn;

[LeakCheck]
public sealed class ModuleTests
{
    [Fact]
    public void State_names_are_paths_in_the_order_of_registration()
    {
        using var block = new Block();
        Assert.Equal(["scale", "conv.weight", "conv.bias", "bn.weight", "bn.bias"], block.NamedParameters().Select(static p => p.Name));
        Assert.Equal(["bn.running_mean", "bn.running_var", "bn.num_batches_tracked"], block.NamedBuffers().Select(static p => p.Name));
        Assert.Equal("body.scale", block.State("body.").First().Name);
        Assert.Equal(8, block.State().Count());
        Assert.Equal(["conv", "bn"], block.Children.Select(static c => c.Name));
    }

    [Fact]
    public void Training_mode_reaches_every_part()
    {
        using var outer = new Outer();
        Assert.False(outer.IsTraining);
        outer.SetTraining(true);
        Assert.True(outer.Inner.Norm.IsTraining);
        outer.SetTraining(false);
        Assert.False(outer.Inner.Norm.IsTraining);
    }

    [Fact]
    public void Freezing_stops_parameters_and_leaves_buffers()
    {
        using var outer = new Outer();
        Assert.All(outer.NamedParameters(), static p => Assert.True(p.Tensor.RequiresGrad));
        Assert.All(outer.NamedBuffers(), static p => Assert.False(p.Tensor.RequiresGrad));
        outer.Freeze();
        Assert.All(outer.NamedParameters(), static p => Assert.False(p.Tensor.RequiresGrad));
    }

    [Fact]
    public void A_module_made_in_a_scope_outlives_it_and_frees_everything_itself()
    {
        var before = TensorCensus.Live;
        Outer outer;
        using (TensorScope.Enter()) outer = new Outer();
        Assert.Equal(8, TensorCensus.Live - before);
        Assert.All(outer.State(), static s => Assert.False(s.Tensor.IsDisposed));
        outer.Dispose();
        Assert.Equal(before, TensorCensus.Live);
    }

    private sealed class Block : Module
    {
        public Block()
        {
            AddParameter("scale", Tensor.Ones([1]));
            Add("conv", new Conv2d(2, 4, kernel: 1));
            Norm = Add("bn", new BatchNorm(4));
        }

        public BatchNorm Norm { get; }
    }

    private sealed class Outer : Module
    {
        public Outer() => Inner = Add("inner", new Block());

        public Block Inner { get; }
    }
}
