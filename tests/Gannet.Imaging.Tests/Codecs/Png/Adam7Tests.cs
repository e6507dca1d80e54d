using Gannet.Imaging.Codecs.Png;

namespace Gannet.Imaging.Tests.Codecs.Png;

public sealed class Adam7Tests
{
    [Fact]
    public void The_passes_hold_every_pixel_once()
    {
        for (var width = 1; width < 20; width++)
        {
            for (var height = 1; height < 20; height++)
            {
                var seen = new int[width * height];
                foreach (var pass in Adam7.Passes)
                {
                    var (across, down) = pass.Size(width, height);
                    for (var i = 0; i < across * down; i++) seen[(pass.Y + i / across * pass.StepY) * width + pass.X + i % across * pass.StepX]++;
                }

                Assert.All(seen, static count => Assert.Equal(1, count));
            }
        }
    }
}
