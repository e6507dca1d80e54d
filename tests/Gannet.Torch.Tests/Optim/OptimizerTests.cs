using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Torch.Tests.Optim;

[LeakCheck]
public sealed class OptimizerTests
{
    [Theory]
    [InlineData("sgd")]
    [InlineData("sgd momentum")]
    [InlineData("sgd momentum decay")]
    [InlineData("sgd groups")]
    [InlineData("adamw")]
    [InlineData("adamw decay groups")]
    [InlineData("adam")]
    [InlineData("adam decay groups")]
    [InlineData("nadam")]
    [InlineData("nadam decay groups")]
    [InlineData("nadam before 2")]
    [InlineData("nadam before 2 decay groups")]
    [InlineData("rmsprop")]
    [InlineData("rmsprop momentum decay groups")]
    public void Every_step_is_PyTorchs(string name)
    {
        using var oracle = new OptimizerOracle(name);
        using var optimizer = oracle.CreateOptimizer();
        for (var step = 0; step < OptimizerOracle.Steps; step++)
        {
            oracle.Step(optimizer, step);
            oracle.AssertAfter(step);
        }

        Assert.Equal(OptimizerOracle.Steps, optimizer.Steps);
    }

    // As on a device, where both outcomes are computed: the weights and all state except counts keep the same bits.
    [Theory]
    [InlineData("sgd momentum decay")]
    [InlineData("adamw decay groups")]
    [InlineData("adam decay groups")]
    [InlineData("nadam decay groups")]
    [InlineData("rmsprop momentum decay groups")]
    public void A_step_that_is_not_finite_changes_nothing(string name)
    {
        using var oracle = new OptimizerOracle(name);
        using var optimizer = oracle.CreateOptimizer();
        Take(0, isFinite: false);
        foreach (var (_, tensor) in optimizer.State().Where(IsElementwise)) Assert.All(tensor.ToArray<float>(), static v => Assert.Equal(0, v));
        Take(0, isFinite: true);
        Take(1, isFinite: true);
        var before = oracle.Parameters.Concat(optimizer.State().Where(IsElementwise)).Select(static p => p.Tensor.ToArray<float>()).ToArray();
        Take(2, isFinite: false);
        Assert.Equal(before, oracle.Parameters.Concat(optimizer.State().Where(IsElementwise)).Select(static p => p.Tensor.ToArray<float>()));
        Take(2, isFinite: true);
        Assert.NotEqual(before[0], oracle.Parameters[0].Tensor.ToArray<float>());

        void Take(int step, bool isFinite) => oracle.Step(optimizer, step, () =>
        {
            using var scope = TensorScope.Enter();
            optimizer.StepWhere(Tensor.From<bool>([isFinite]));
        });

        static bool IsElementwise(NamedTensor state) => !state.Name.EndsWith(".steps", StringComparison.Ordinal) && !state.Name.EndsWith("_product", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sgd momentum decay")]
    [InlineData("nadam decay groups")]
    public void A_finite_step_is_a_step_whether_that_is_known_or_not(string name)
    {
        using OptimizerOracle known = new(name), unknown = new(name), whole = new(name);
        using Optimizer read = known.CreateOptimizer(), chosen = unknown.CreateOptimizer(), plain = whole.CreateOptimizer();
        using var scope = TensorScope.Enter();
        for (var step = 0; step < 2; step++)
        {
            known.Step(read, step, () => read.Step(Tensor.From<bool>([true])));
            unknown.Step(chosen, step, () => chosen.StepWhere(Tensor.From<bool>([true])));
            whole.Step(plain, step);
        }

        foreach (var (a, b, c) in known.Parameters.Zip(unknown.Parameters, whole.Parameters))
        {
            Assert.Equal(c.Tensor.ToArray<float>(), a.Tensor.ToArray<float>());
            Assert.Equal(c.Tensor.ToArray<float>(), b.Tensor.ToArray<float>());
        }

        read.Step(Tensor.From<bool>([false]));
        Assert.Equal(2, read.Steps);
    }

    [Theory]
    [InlineData("sgd momentum decay")]
    [InlineData("adamw decay groups")]
    [InlineData("adam decay groups")]
    [InlineData("nadam decay groups")]
    [InlineData("rmsprop momentum decay groups")]
    public void A_restored_optimizer_goes_on_exactly(string name)
    {
        const int Half = 3;
        using var straight = new OptimizerOracle(name);
        using var optimizer = straight.CreateOptimizer();
        for (var step = 0; step < OptimizerOracle.Steps; step++) straight.Step(optimizer, step);

        using var interrupted = new OptimizerOracle(name);
        using var before = interrupted.CreateOptimizer();
        for (var step = 0; step < Half; step++) interrupted.Step(before, step);
        using var after = interrupted.CreateOptimizer();
        using (TensorScope.Enter()) after.Restore(before.Steps, before.State().Select(static s => s with { Tensor = s.Tensor.Clone() }));
        for (var step = Half; step < OptimizerOracle.Steps; step++) interrupted.Step(after, step);

        Assert.Equal(optimizer.Steps, after.Steps);
        foreach (var (a, b) in straight.Parameters.Zip(interrupted.Parameters)) Assert.Equal(a.Tensor.ToArray<float>(), b.Tensor.ToArray<float>());
        Assert.Equal(optimizer.State().Select(static s => s.Name), after.State().Select(static s => s.Name));
    }

    [Theory]
    [InlineData("a.momentum", 6, "the optimizer's state 'a.momentum' is [6], its parameter [3, 2]")]
    [InlineData("c.momentum", 6, "the optimizer's state 'c.momentum' belongs to no parameter that is trained")]
    public void A_state_that_fits_no_parameter_is_refused_before_anything_changes(string name, int count, string message)
    {
        using var oracle = new OptimizerOracle("sgd momentum");
        using var optimizer = oracle.CreateOptimizer();
        using var scope = TensorScope.Enter();
        NamedTensor[] state = [new("b.momentum", Tensor.Zeros([4])), new(name, Tensor.Zeros([count]))];
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => optimizer.Restore(5, state)).Message);
        Assert.Empty(optimizer.State());
        Assert.Equal(0, optimizer.Steps);
    }

    [Fact]
    public void A_forgotten_gradient_changes_nothing()
    {
        using var oracle = new OptimizerOracle("sgd");
        using var optimizer = oracle.CreateOptimizer();
        oracle.Step(optimizer, 0);
        var values = oracle.Parameters[0].Tensor.ToArray<float>();
        optimizer.ZeroGradients();
        Assert.Null(oracle.Parameters[0].Tensor.Gradient);
        optimizer.Step();
        Assert.Equal(values, oracle.Parameters[0].Tensor.ToArray<float>());
    }

    [Fact]
    public void What_is_frozen_is_in_no_group()
    {
        using var scope = TensorScope.Enter();
        var trained = Tensor.Zeros([1]).RequiresGradInPlace();
        var group = new ParameterGroup([new("a", trained), new("b", Tensor.Zeros([1]))]);
        Assert.Equal("a", Assert.Single(group.Parameters).Name);
    }
}
