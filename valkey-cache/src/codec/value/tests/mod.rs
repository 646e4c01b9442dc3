mod read;
mod text;
