using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class SeededRandomTests
{
    [Fact]
    public void Every_seed_purpose_step_and_place_has_its_own_numbers_and_the_same_every_time()
    {
        var draws = new List<int>();
        for (var seed = 0; seed < 3; seed++)
        {
            foreach (var purpose in Enum.GetValues<RandomPurpose>())
            {
                for (var step = 0; step < 10; step++)
                {
                    draws.Add(SeededRandom.For(seed, purpose, step).Next());
                    for (var place = 0; place < 5; place++) draws.Add(SeededRandom.For(seed, purpose, step, place).Next());
                }
            }
        }

        // About a thousand draws of 2³¹: two equal ones by chance have a probability of 1 in 3000, and these draws are always the same.
        Assert.Equal(draws.Count, draws.Distinct().Count());
        Assert.Equal(SeededRandom.For(1, RandomPurpose.Sampling, 5, 2).Next(), SeededRandom.For(1, RandomPurpose.Sampling, 5, 2).Next());
    }
}
