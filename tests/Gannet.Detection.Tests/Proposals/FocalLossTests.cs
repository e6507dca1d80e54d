using Gannet.Detection.Proposals;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Tests.Proposals;

public sealed class FocalLossTests
{
    // The definition in double: with p the sigmoid, −α (1 − p)^γ ln p for foreground and −(1 − α) p^γ ln (1 − p) for background.
    [Theory]
    [InlineData(2, .25)]
    [InlineData(1.5, .6)]
    [InlineData(0, .5)]
    public void It_is_what_the_paper_defines(double gamma, double alpha)
    {
        using var scope = TensorScope.Enter();
        float[] logits = [0, 2, -1, 3, -4], wanted = [1, 0, 0, 1, 1];
        var loss = FocalLoss.PerSample(Tensor.From<float>(logits), Tensor.From<float>(wanted), gamma, alpha).ToArray<float>();
        for (var k = 0; k < logits.Length; k++)
        {
            var p = 1 / (1 + Math.Exp(-logits[k]));
            var expected = wanted[k] == 1 ? -alpha * Math.Pow(1 - p, gamma) * Math.Log(p) : -(1 - alpha) * Math.Pow(p, gamma) * Math.Log(1 - p);
            Assert.Equal(expected, loss[k], 5);
        }
    }

    [Fact]
    public void Its_gradient_is_that_of_small_differences()
    {
        using var scope = TensorScope.Enter();
        float[] logits = [0.3f, -1.2f, 2.1f], wanted = [1, 1, 0];
        var input = Tensor.From<float>(logits).RequiresGradInPlace(true);
        FocalLoss.PerSample(input, Tensor.From<float>(wanted), 2, .25).Sum().Backward();
        var gradient = input.Gradient!.ToArray<float>();
        for (var k = 0; k < logits.Length; k++)
        {
            Assert.Equal((At(k, 1e-2f) - At(k, -1e-2f)) / 2e-2, gradient[k], 3);
        }

        double At(int moved, float by)
        {
            using var noGrad = NoGrad.Enter();
            float[] values = [.. logits.Select((v, k) => k == moved ? v + by : v)];
            return FocalLoss.PerSample(Tensor.From<float>(values), Tensor.From<float>(wanted), 2, .25).Sum().Item();
        }
    }
}
