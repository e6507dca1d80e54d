using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Nn;

[LeakCheck]
public sealed class InitializationTests
{
    // 36,864 draws: the standard deviation is within 5 standard errors, 5/√(2n) = 1.9 %, of the true one.
    private const double Share = 0.019;

    [Fact]
    public void He_normal_has_the_deviation_of_its_paper()
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        var weight = Tensor.Empty([64, 64, 3, 3]);
        Initialization.HeNormalFanOut(weight);
        Near(Math.Sqrt(2.0 / (64 * 9)), weight.Std().Item());
        Assert.Throws<ArgumentException>(() => Initialization.HeNormalFanOut(Tensor.Empty([3, 3])));
    }

    [Fact]
    public void He_normal_by_fan_in_counts_what_a_cell_reads()
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        var weight = Tensor.Empty([128, 32, 1, 9]);
        Initialization.HeNormalFanIn(weight);
        Near(Math.Sqrt(2.0 / (32 * 9)), weight.Std().Item());
    }

    [Fact]
    public void He_uniform_ends_at_its_bound()
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        var weight = Tensor.Empty([64, 64, 3, 3]);
        Initialization.HeUniformFanIn(weight);
        var bound = Math.Sqrt(3.0 / (64 * 9));
        Assert.InRange(weight.Abs().Max().Item(), 0.999 * bound, bound);
        Near(bound / Math.Sqrt(3), weight.Std().Item());
    }

    [Fact]
    public void Normal_and_zero_keep_a_parameter_trainable()
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        var weight = Tensor.Zeros([192, 192]).RequiresGradInPlace();
        Initialization.Normal(weight, 0.01);
        Near(0.01, weight.Std().Item());
        Initialization.Zero(weight);
        Initialization.Zero(null);
        Assert.Equal(0, weight.Abs().Max().Item());
        Assert.True(weight.RequiresGrad);
    }

    [Fact]
    public void A_seed_repeats_the_weights()
    {
        using var scope = TensorScope.Enter();
        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));

        static float[] Draw(long seed)
        {
            TorchRuntime.Seed(seed);
            var tensor = Tensor.Empty([8]);
            Initialization.Normal(tensor, 1);
            return tensor.ToArray<float>();
        }
    }

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected * (1 - Share), expected * (1 + Share));
}
