using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Nn;

[LeakCheck]
public sealed class EvaluationModeTests
{
    [Fact]
    public void Modules_are_in_evaluation_on_this_thread_and_as_before_afterwards()
    {
        using var norm = new BatchNorm(3);
        norm.SetTraining(true);
        using (EvaluationMode.Enter())
        {
            using (EvaluationMode.Enter()) Assert.False(norm.IsTraining);
            Assert.False(norm.IsTraining);
            var seen = false;
            var other = new Thread(() => seen = norm.IsTraining);
            other.Start();
            other.Join();
            Assert.True(seen);
        }

        Assert.True(norm.IsTraining);
    }

    [Fact]
    public void A_norm_that_learns_uses_and_keeps_what_it_knows()
    {
        using var norm = new BatchNorm(3);
        norm.SetTraining(true);
        using var scope = TensorScope.Enter();
        var x = Tensor.Randn([2, 3, 4, 4]);
        var before = norm.State().Select(static s => s.Tensor.Version).ToArray();
        using (EvaluationMode.Enter()) Assert.InRange((norm.Forward(x) - x).Abs().Max().Item(), 0, 1e-4); // an identity except for epsilon
        Assert.Equal(before, norm.State().Select(static s => s.Tensor.Version));
        norm.Forward(x);
        Assert.NotEqual(before, norm.State().Select(static s => s.Tensor.Version));
    }
}
