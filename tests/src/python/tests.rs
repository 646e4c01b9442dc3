use super::*;

#[test]
fn the_packages_are_those_that_the_requirements_name() {
    let print = "from importlib.metadata import version; print(version('django-valkey'), version('Django'))";
    assert_eq!(fetch::run(python().args(["-c", print])).unwrap(), "0.4.0 5.2.19\n");
}

#[test]
fn packages_that_do_not_exist_are_an_error_that_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let requirements = folder.path().join("requirements.txt");
    fs::write(&requirements, "./no-such-folder\n").unwrap();
    let problem = packages(folder.path(), &requirements).unwrap_err();
    assert!(problem.contains("no-such-folder"), "{problem}");
}
