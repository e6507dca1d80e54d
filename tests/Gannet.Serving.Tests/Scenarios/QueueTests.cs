using System.Net;

namespace Gannet.Serving.Tests.Scenarios;

/// <summary>What a client sees of the queue.</summary>
public class QueueTests
{
    private readonly FakeModel _model = new();
    private readonly byte[] _picture = TestService.Picture();

    [Fact]
    public async Task A_full_queue_is_503_with_Retry_After_and_empties_again()
    {
        await using var service = await TestService.StartAsync(_model, static options => options.QueueLength = 3);
        _model.Close();
        var accepted = Enumerable.Range(0, 3).Select(_ => service.DetectAsync(_picture)).ToList();
        var queue = service.Catalog.Get("fake").Queue;
        await Eventually.Of(() => queue.Places == 3);

        using (var refused = await service.DetectAsync(_picture))
        {
            Assert.Contains("full", await TestService.ProblemOf(refused, 503), StringComparison.Ordinal);
            Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        }

        _model.Open();
        Assert.All(await Task.WhenAll(accepted), static response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        await service.DetectedAsync(_picture);
        Assert.Equal(0, queue.Places);
    }

    [Fact]
    public async Task A_client_that_goes_away_frees_its_place()
    {
        await using var service = await TestService.StartAsync(_model, static options => options.QueueLength = 2);
        _model.Close();
        using var stop = new CancellationTokenSource();
        var first = service.DetectAsync(_picture);
        await _model.Begun.WaitAsync();
        var second = service.DetectAsync(_picture, cancellation: stop.Token);
        var queue = service.Catalog.Get("fake").Queue;
        await Eventually.Of(() => queue.Waiting == 1);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Eventually.Of(() => queue is { Places: 1, Waiting: 0 });
        var third = service.DetectAsync(_picture);
        await Eventually.Of(() => queue.Waiting == 1);
        _model.Open();

        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await third).StatusCode);
        Assert.Equal(2, _model.Batches.Count); // nobody looked at the second picture
        Assert.Empty(service.Log.Errors);
    }

    [Fact]
    public async Task What_is_not_answered_by_the_deadline_is_503()
    {
        await using var service = await TestService.StartAsync(_model, static options => options.Deadline = TimeSpan.FromMilliseconds(100));
        _model.Close();

        using var late = await service.DetectAsync(_picture);
        Assert.Contains("within 0.1 s", await TestService.ProblemOf(late, 503), StringComparison.Ordinal);
        Assert.NotNull(late.Headers.RetryAfter);
        var queue = service.Catalog.Get("fake").Queue;
        Assert.Equal(0, queue.Places);
        _model.Open();
    }

    [Fact]
    public async Task A_shutdown_answers_what_was_accepted_and_takes_no_more()
    {
        await using var service = await TestService.StartAsync(_model);
        _model.Close();
        var accepted = Enumerable.Range(0, 5).Select(_ => service.DetectAsync(_picture)).ToList();
        await Eventually.Of(() => service.Catalog.Get("fake").Queue.Places == 5);

        var stopping = service.StopAsync();
        await Task.Delay(100);
        Assert.False(stopping.IsCompleted);
        _model.Open();

        Assert.All(await Task.WhenAll(accepted), static response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        await stopping;
        Assert.True(_model.IsDisposed);
        await Assert.ThrowsAsync<HttpRequestException>(() => service.DetectAsync(_picture));
        Assert.Empty(service.Log.Errors);
    }

    [Fact]
    public async Task Waiting_bytes_are_bounded_over_all_requests()
    {
        await using var service = await TestService.StartAsync(_model, static options => (options.MaxBodyBytes, options.MaxPendingBytes) = (200_000, 300_000));
        _model.Close();
        var large = TestService.Picture(200, 200); // 120,000 bytes, and as many of noise in the file
        var first = service.DetectAsync(large);
        await _model.Begun.WaitAsync();

        using (var refused = await service.DetectAsync(large)) Assert.Contains("waiting", await TestService.ProblemOf(refused, 503), StringComparison.Ordinal);
        _model.Open();

        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.DetectAsync(large)).StatusCode);
    }
}
