using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Nn;

[LeakCheck]
public sealed class WeightBudgetTests
{
    [Fact]
    public void Layers_are_made_up_to_the_budget()
    {
        using (WeightBudget.Enter(6 * 9 + 8 + 12, "be modest."))
        {
            using var conv = new Conv2d(2, 3, 3);
            using var linear = new Linear(4, 2);
            using var transposed = new ConvTranspose2d(1, 3, 2, 2);
            Assert.Contains("more than 74 weights; be modest.", Assert.Throws<InvalidOptionException>(static () => new Linear(1, 1)).Message, StringComparison.Ordinal);
        }

        using var free = new Linear(9, 9);
    }

    // Four times 2^60 elements: refused before memory is allocated, and without an overflow.
    [Fact]
    public void What_no_memory_holds_is_refused()
    {
        using var outer = WeightBudget.Enter(1000, "outer.");
        using (WeightBudget.Enter(long.MaxValue, "inner."))
            Assert.Contains("outer.", Assert.Throws<InvalidOptionException>(static () => new Conv2d(int.MaxValue, int.MaxValue, 1)).Message, StringComparison.Ordinal);
    }
}
