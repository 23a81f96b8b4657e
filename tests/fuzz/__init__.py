"""Programs that feed parts of the project with large numbers of made and broken inputs."""
