using System.Net;

namespace Gannet.Serving.Tests.Batching;

public class BatchDetectionTests
{
    [Fact]
    public async Task One_thread_detects_and_disposes()
    {
        var model = new FakeModel();
        await using (var service = await TestService.StartAsync(model))
        {
            var picture = TestService.Picture();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.DetectedAsync(picture)));
            await service.StopAsync();
        }

        Assert.True(model.IsDisposed);
        Assert.Single(model.Threads.Distinct());
    }

    [Fact]
    public async Task Pictures_of_one_shape_are_detected_together()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model, static options => options.MaxBatch = 3);
        model.Close();
        var first = service.DetectedAsync(TestService.Picture(8, 8));
        await model.Begun.WaitAsync();

        // While the first is being detected these gather, two shapes of them.
        var others = new[] { 16, 24, 16, 16, 24 }.Select(width => service.DetectedAsync(TestService.Picture(width, 8))).ToList();
        var queue = service.Catalog.Get("fake").Queue;
        await Eventually.Of(() => queue.Waiting == 5);
        model.Open();
        var answers = await Task.WhenAll(others);
        await first;

        Assert.Equal([1, 2, 3], model.Batches.Select(static batch => batch.Length).Order());
        Assert.All(model.Batches, static batch => Assert.Single(batch.Distinct()));
        Assert.All(answers, static answer => Assert.InRange((int)answer["batch"]!, 1, 3));
    }

    // Inputs of the network are many times larger than files: those that would only wait are not made yet.
    [Fact]
    public async Task No_more_is_prepared_than_the_batch_and_the_next()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model, static options => options.MaxBatch = 2);
        model.Close();
        var answers = Enumerable.Range(0, 10).Select(_ => service.DetectedAsync(TestService.Picture())).ToList();
        await model.Begun.WaitAsync();
        var queue = service.Catalog.Get("fake").Queue;
        await Eventually.Of(() => queue is { Places: 10, Waiting: >= 2 });
        await Task.Delay(50);

        Assert.Equal(4, model.Batches.First().Length + queue.Waiting);
        model.Open();
        await Task.WhenAll(answers);
        Assert.Equal(10, model.Batches.Sum(static batch => batch.Length));
    }

    [Fact]
    public async Task A_picture_that_fails_fails_alone()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model);
        model.Close();
        var first = service.DetectedAsync(TestService.Picture(8, 8));
        await model.Begun.WaitAsync();
        var (good, bad) = (service.DetectAsync(TestService.Picture(16, 8)), service.DetectAsync(TestService.Picture(16, 8, seed: FakeModel.Poison)));
        await Eventually.Of(() => service.Catalog.Get("fake").Queue.Waiting == 2);
        model.Open();
        await first;

        Assert.Contains("log says why", await TestService.ProblemOf(await bad, 500), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await good).StatusCode);
        Assert.Equal([1, 1, 1, 2], model.Batches.Select(static batch => batch.Length).Order());
        Assert.Contains("poison", Assert.Single(service.Log.Errors), StringComparison.Ordinal);
    }
}
