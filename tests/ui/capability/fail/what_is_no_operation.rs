use valkey_cache::operation::Operation;

fn log<O: Operation>(operation: &O) {
    println!("{}", operation.name());
}

fn start() {
    log(&"GET");
}

fn main() {}
